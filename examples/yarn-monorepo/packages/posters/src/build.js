/** Writes `dist/poster.png`. */
import { mkdir, writeFile } from "node:fs/promises";
import { printPoster } from "./poster.js";

const dist = new URL("../dist/", import.meta.url);
await mkdir(dist, { recursive: true });
const poster = await printPoster("https://ferry.example.com/");
await writeFile(new URL("poster.png", dist), poster);
console.log(`packages/posters/dist/poster.png: ${poster.length} bytes`);
