/**
 * Folds what a reader could take for the same name into one text (PG10): letter case, each run of `-`, `.` and `_`, and
 * characters that look alike. Two names are look-alikes when their folded texts are equal.
 *
 * Of the confusable characters of Unicode's UTS #39 the table has those that identifiers can be made of: the digits and
 * letters of ASCII that stand for each other (they are what npm names consist of), and the letters of other alphabets that
 * look like one of ASCII. Compatibility forms (full width, mathematical, ligatures) are folded by Unicode's NFKC before.
 * As in the rule, case is folded first: so `I` is `i`, and not the `l` that it may look like.
 */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  // ASCII
  "0": "o",
  "1": "l",
  m: "rn",
  w: "vv",
  // Latin letters beyond ASCII, by their small form
  ı: "i",
  ɩ: "i",
  ɑ: "a",
  ɡ: "g",
  ʋ: "v",
  ƅ: "b",
  ɢ: "g",
  ʀ: "r",
  ʏ: "y",
  ʟ: "l",
  ɴ: "n",
  ǀ: "l",
  // Greek
  α: "a",
  γ: "y",
  ε: "e",
  η: "n",
  ι: "i",
  κ: "k",
  ν: "v",
  ο: "o",
  ρ: "p",
  σ: "o",
  ς: "c",
  τ: "t",
  υ: "u",
  χ: "x",
  ϳ: "j",
  // Cyrillic
  а: "a",
  в: "b",
  г: "r",
  е: "e",
  к: "k",
  м: "rn",
  н: "h",
  о: "o",
  п: "n",
  р: "p",
  с: "c",
  т: "t",
  у: "y",
  х: "x",
  ь: "b",
  ѕ: "s",
  і: "i",
  ї: "i",
  ј: "j",
  һ: "h",
  ԁ: "d",
  ԍ: "g",
  ԛ: "q",
  ԝ: "vv",
  ѵ: "v",
  ӏ: "l",
  // Armenian
  օ: "o",
  ո: "n",
  ս: "u",
  հ: "h",
  ց: "g",
  զ: "q",
  յ: "j",
  // Hebrew and Arabic characters that look like l and o
  ו: "l",
  ן: "l",
  ס: "o",
  ا: "l",
  ه: "o",
  "٠": "o",
  "۰": "o",
  "١": "l",
  "۱": "l",
  // Signs
  "|": "l",
  "‐": "-",
  "‒": "-",
  "–": "-",
  "—": "-",
  "−": "-",
  "·": ".",
  // Never a separator of sections: NFKC makes one of the full-width form.
  "/": "⁄",
};

/** What is read as the same name, in the form in which all its readings are equal. One section of a path: without `/`. */
export function foldLookAlikes(section: string): string {
  let folded = "";
  for (const character of section.normalize("NFKC").toLowerCase().normalize("NFKC"))
    folded += Object.hasOwn(LOOKS_LIKE, character) ? LOOKS_LIKE[character] : character;
  return folded.replace(/[-._]+/g, ".");
}
