import dayjs from "dayjs";
import Fuse from "fuse.js";
import slugify from "slugify";
import { array, assert, integer, min, object, pattern, string } from "superstruct";
import { books } from "./books.js";

const Book = object({
  isbn: pattern(string(), /^\d{13}$/),
  title: string(),
  author: string(),
  published: pattern(string(), /^\d{4}-\d{2}-\d{2}$/),
  price: min(integer(), 0),
});

assert(books, array(Book));

const index = new Fuse(books, { keys: ["title", "author"], threshold: 0.3 });

/** Every book, the newest first. */
export const listBooks = () => books.toSorted((a, b) => dayjs(b.published).diff(dayjs(a.published)));

/** The book with this ISBN, or undefined. */
export const findBook = (isbn) => books.find((book) => book.isbn === isbn);

/** Books whose title or author is like `text`, the best match first. */
export const searchBooks = (text) => index.search(text).map(({ item }) => item);

export const slugOf = ({ title }) => slugify(title, { lower: true, strict: true });

export const priceOf = ({ price }) => `€ ${(price / 100).toFixed(2)}`;

export const yearOf = ({ published }) => dayjs(published).year();
