import { findBook, listBooks, priceOf, searchBooks, slugOf } from "@bookshop/catalogue";
import { expect } from "chai";

describe("the catalogue", () => {
  it("lists the newest book first", () => {
    expect(listBooks()[0].title).to.equal("The Time Machine");
  });

  it("finds a book by an inexact author", () => {
    expect(searchBooks("austin").map(({ title }) => title)).to.include("Pride and Prejudice");
  });

  it("names and prices a book", () => {
    const book = findBook("9780141439600");
    expect([slugOf(book), priceOf(book)]).to.deep.equal(["a-tale-of-two-cities", "€ 9.50"]);
  });
});
