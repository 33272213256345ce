import { lines, quayOf, quays } from "@ferry/timetable";
import QRCode from "qrcode";
import sharp from "sharp";
import { optimize } from "svgo";

const size = { width: 600, height: 800 };
const colours = { east: "#1565c0", west: "#c62828" };

/** Where a quay is on the paper: north is up. */
const place = ({ latitude, longitude }) => {
  const [west, east] = [
    Math.min(...quays.map((quay) => quay.longitude)),
    Math.max(...quays.map((quay) => quay.longitude)),
  ];
  const [south, north] = [
    Math.min(...quays.map((quay) => quay.latitude)),
    Math.max(...quays.map((quay) => quay.latitude)),
  ];
  return { x: 80 + (440 * (longitude - west)) / (east - west), y: 520 - (440 * (latitude - south)) / (north - south) };
};

const drawLine = ({ id, stops }) => {
  const points = stops.map(({ quay }) => place(quayOf(quay))).map(({ x, y }) => `${x},${y}`);
  return `<polyline points="${points.join(" ")}" fill="none" stroke="${colours[id]}" stroke-width="12"/>`;
};

const drawQuay = (quay) => {
  const { x, y } = place(quay);
  return `<circle cx="${x}" cy="${y}" r="14" fill="white" stroke="black" stroke-width="5"/>`;
};

/** The map of all lines as an SVG without words, so that it looks the same everywhere. */
export const drawMap = () => {
  const shapes = [...lines.map(drawLine), ...quays.map(drawQuay)].join("");
  const { width, height } = size;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="#e3f2fd"/>${shapes}</svg>`;
  return optimize(svg, { multipass: true }).data;
};

/** The map with a code below it that leads to the timetable, as PNG. */
export const printPoster = async (address) => {
  const code = await QRCode.toBuffer(address, { width: 180, margin: 1 });
  return await sharp(Buffer.from(drawMap()))
    .composite([{ input: code, left: 210, top: 590 }])
    .png()
    .toBuffer();
};
