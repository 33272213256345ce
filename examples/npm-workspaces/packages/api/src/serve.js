import express from "express";
import morgan from "morgan";
import { createApp } from "./app.js";

const port = Number(process.env.PORT ?? 3000);
express()
  .use(morgan("tiny"))
  .use(createApp())
  .listen(port, "127.0.0.1", () => console.log(`books at http://127.0.0.1:${port}/books`));
