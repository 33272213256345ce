#!/usr/bin/env node
import { listBooks, priceOf, searchBooks, yearOf } from "@bookshop/catalogue";
import boxen from "boxen";
import chalk from "chalk";
import Table from "cli-table3";
import { Command } from "commander";
import ora from "ora";

const print = (books) => {
  const table = new Table({ head: ["ISBN", "Title", "Author", "Year", "Price"] });
  for (const book of books) table.push([book.isbn, chalk.bold(book.title), book.author, yearOf(book), priceOf(book)]);
  console.log(table.toString());
};

const program = new Command("bookshop").description("The catalogue in a terminal");

program
  .command("list")
  .description("every book, the newest first")
  .action(() => print(listBooks()));

program
  .command("search <text>")
  .description("books whose title or author is like the text")
  .action((text) => {
    const spinner = ora(`searching for ${text}`).start();
    const found = searchBooks(text);
    spinner.stop();
    if (found.length === 0) console.log(boxen(`nothing like ${chalk.italic(text)}`, { padding: 1 }));
    else print(found);
  });

await program.parseAsync();
