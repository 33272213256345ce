import { listBooks, priceOf, slugOf } from "@bookshop/catalogue";
import etag from "@koa/etag";
import Router from "@koa/router";
import { Feed } from "feed";
import Koa from "koa";
import conditional from "koa-conditional-get";

const site = "https://bookshop.example.com/";

/** The catalogue as an Atom document. */
export const atom = () => {
  const feed = new Feed({ id: site, link: site, title: "Bookshop", copyright: "public domain" });
  for (const book of listBooks()) {
    const link = `${site}${slugOf(book)}`;
    feed.addItem({
      id: link,
      link,
      title: book.title,
      description: `${book.author}, ${priceOf(book)}`,
      author: [{ name: book.author }],
      date: new Date(book.published),
    });
  }
  feed.options.updated = new Date("2025-01-01");
  return feed.atom1();
};

/** GET /books.atom */
export const createApp = () => {
  const router = new Router();
  router.get("/books.atom", (context) => {
    context.type = "application/atom+xml";
    context.body = atom();
  });
  return new Koa().use(conditional()).use(etag()).use(router.routes());
};
