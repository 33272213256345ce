import { findBook, listBooks, searchBooks } from "@bookshop/catalogue";
import compression from "compression";
import cors from "cors";
import express from "express";
import helmet from "helmet";

/** GET /books[?search=text] and GET /books/:isbn. */
export const createApp = () => {
  const app = express();
  app.use(helmet(), cors(), compression());
  app.get("/books", (request, response) => {
    const { search } = request.query;
    response.json(typeof search === "string" ? searchBooks(search) : listBooks());
  });
  app.get("/books/:isbn", (request, response) => {
    const book = findBook(request.params.isbn);
    if (book === undefined) response.status(404).json({ error: `no book ${request.params.isbn}` });
    else response.json(book);
  });
  return app;
};
