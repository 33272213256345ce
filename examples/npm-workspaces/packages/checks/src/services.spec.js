import { createApp as createApi } from "@bookshop/api";
import { createApp as createFeed } from "@bookshop/feed";
import { expect } from "chai";
import request from "supertest";

describe("the API", () => {
  it("answers a book by its ISBN, and 404 for a stranger", async () => {
    const { body } = await request(createApi()).get("/books/9780141441146").expect(200);
    expect(body.title).to.equal("Jane Eyre");
    await request(createApi()).get("/books/0000000000000").expect(404);
  });

  it("searches", async () => {
    const { body } = await request(createApi()).get("/books").query({ search: "dickens" }).expect(200);
    expect(body.map(({ title }) => title)).to.deep.equal(["A Tale of Two Cities"]);
  });
});

describe("the feed", () => {
  it("has an entry per book and knows its ETag", async () => {
    const feed = createFeed().callback();
    const first = await request(feed).get("/books.atom").expect(200);
    expect(first.text.match(/<entry>/g)).to.have.length(6);
    await request(feed).get("/books.atom").set("If-None-Match", first.headers.etag).expect(304);
  });
});
