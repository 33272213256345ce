#!/usr/bin/env node
import { calendarOf } from "@ferry/calendar";
import { fareFor, passengers } from "@ferry/fares";
import { departuresOn, quayOf, quays } from "@ferry/timetable";
import chalk from "chalk";
import Table from "cli-table3";
import yargs from "yargs";
import { hideBin } from "yargs/helpers";

const quay = { choices: quays.map(({ id }) => id), demandOption: true };

const printDepartures = ({ day }) => {
  const table = new Table({ head: ["Departs", "From", "To", "Arrives"] });
  for (const { from, to, departs, arrives } of departuresOn(day)) {
    const [leaves, reaches] = [departs, arrives].map((time) => time.toFormat("HH:mm"));
    table.push([chalk.bold(leaves), quayOf(from).name, quayOf(to).name, reaches]);
  }
  console.log(table.toString());
};

const printFares = ({ from, to }) => {
  const table = new Table({ head: ["Passenger", "Kroner"], colAligns: ["left", "right"] });
  for (const passenger of passengers) table.push([passenger, fareFor(passenger, from, to)]);
  console.log(table.toString());
};

await yargs(hideBin(process.argv))
  .scriptName("ferry")
  .command("departures <day>", "what leaves on a day, as 2026-06-01", (command) => command, printDepartures)
  .command("fares <from> <to>", "what a crossing costs", { from: quay, to: quay }, printFares)
  .command(
    "calendar <day>",
    "the day as an iCalendar file",
    (command) => command,
    ({ day }) => console.log(calendarOf(day)),
  )
  .demandCommand(1)
  .strict()
  .parseAsync();
