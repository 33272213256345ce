/** Writes `dist/`: a page per Markdown file of `pages/`, and an index with the catalogue. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { listBooks, priceOf, slugOf, yearOf } from "@bookshop/catalogue";
import { globby } from "globby";
import matter from "gray-matter";
import mustache from "mustache";
import rehypeSlug from "rehype-slug";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

const folder = new URL("../", import.meta.url);
const markdown = unified().use(remarkParse).use(remarkGfm).use(remarkRehype).use(rehypeSlug).use(rehypeStringify);
const layout = "<!doctype html>\n<title>{{title}}</title>\n<h1>{{title}}</h1>\n{{{body}}}\n";

const write = (name, page) => writeFile(new URL(`dist/${name}.html`, folder), mustache.render(layout, page));

await mkdir(new URL("dist/", folder), { recursive: true });
const links = [];
for (const path of await globby("pages/*.md", { cwd: folder })) {
  const { data, content } = matter(await readFile(new URL(path, folder), "utf8"));
  const name = basename(path, ".md");
  await write(name, { title: data.title, body: String(await markdown.process(content)) });
  links.push(`- [${data.title}](${name}.html)`);
}
const rows = listBooks().map((book) => `| ${book.title} | ${yearOf(book)} | ${priceOf(book)} | ${slugOf(book)} |`);
const index = [...links, "", "| title | year | price | page |", "| --- | --- | --- | --- |", ...rows].join("\n");
await write("index", { title: "Bookshop", body: String(await markdown.process(index)) });
console.log(`${links.length + 1} pages in packages/docs/dist`);
