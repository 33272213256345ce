import { useQuery } from "@tanstack/react-query";
import { Board, type Sailing } from "./board.tsx";

/** What the API says leaves today. */
export const TodaysBoard = () => {
  const day = new Date().toISOString().slice(0, 10);
  const { data, error } = useQuery({
    queryKey: ["departures", day],
    queryFn: async (): Promise<readonly Sailing[]> => {
      const response = await fetch(`/departures/${day}`);
      if (!response.ok) throw new Error(`the timetable answers ${response.status}`);
      return (await response.json()) as readonly Sailing[];
    },
  });
  if (error !== null) return <p role="alert">{error.message}</p>;
  return data === undefined ? <p>One moment…</p> : <Board sailings={data} now={new Date()} />;
};
