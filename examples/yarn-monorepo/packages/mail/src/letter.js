import { quayOf } from "@ferry/timetable";
import Handlebars from "handlebars";
import { convert } from "html-to-text";
import juice from "juice";
import nodemailer from "nodemailer";

// Readers of mail drop style sheets, so each element carries its own style in the end.
const letter = Handlebars.compile(`<!doctype html>
<html lang="en">
  <head>
    <style>
      h1 { font-size: 20px }
      a { background: #1565c0; color: white; padding: 8px }
    </style>
  </head>
  <body>
    <h1>The {{time}} to {{to}} does not sail.</h1>
    <p>We are sorry. Your ticket from {{from}} is good for any other sailing of the day.</p>
    <p><a href="https://ferry.example.com/">See the board</a></p>
  </body>
</html>
`);

/** The letter about a cancelled sailing, as a message with a text and an HTML part, ready to be sent. */
export const writeCancellation = async (sailing, recipient) => {
  const time = sailing.departs.toFormat("HH:mm");
  const html = juice(letter({ time, from: quayOf(sailing.from).name, to: quayOf(sailing.to).name }));
  const { message } = await nodemailer.createTransport({ streamTransport: true, buffer: true }).sendMail({
    from: "Ferry <board@ferry.example.com>",
    to: recipient,
    subject: `No ferry at ${time}`,
    html,
    text: convert(html),
  });
  return message.toString("utf8");
};
