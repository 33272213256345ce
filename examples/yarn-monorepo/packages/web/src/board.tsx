import clsx from "clsx";

/** As the API answers it: times are ISO 8601. */
export type Sailing = {
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly departs: string;
  readonly arrives: string;
};

const clock = (time: string): string => time.slice(11, 16);

/** The board on the pier: what has left is struck through. */
export const Board = ({ sailings, now }: { readonly sailings: readonly Sailing[]; readonly now: Date }) => (
  <table className="board">
    <thead>
      <tr>
        <th scope="col">Departs</th>
        <th scope="col">To</th>
        <th scope="col">Arrives</th>
      </tr>
    </thead>
    <tbody>
      {sailings.map(({ line, to, departs, arrives }) => (
        <tr key={`${line} ${departs}`} className={clsx(line, new Date(departs) < now && "gone")}>
          <td>{clock(departs)}</td>
          <td>{to}</td>
          <td>{clock(arrives)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
