/** Prices are in cents; `published` is a date as YYYY-MM-DD. */
export const books = [
  { isbn: "9780486284729", title: "Flatland", author: "Edwin A. Abbott", published: "1884-11-01", price: 650 },
  { isbn: "9780141439518", title: "Pride and Prejudice", author: "Jane Austen", published: "1813-01-28", price: 899 },
  {
    isbn: "9780141439600",
    title: "A Tale of Two Cities",
    author: "Charles Dickens",
    published: "1859-04-30",
    price: 950,
  },
  { isbn: "9780141441146", title: "Jane Eyre", author: "Charlotte Brontë", published: "1847-10-16", price: 920 },
  { isbn: "9780199536368", title: "The Time Machine", author: "H. G. Wells", published: "1895-05-07", price: 780 },
  { isbn: "9780141439471", title: "Frankenstein", author: "Mary Shelley", published: "1818-01-01", price: 860 },
];
