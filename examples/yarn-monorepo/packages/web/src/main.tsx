import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { TodaysBoard } from "./todays-board.tsx";
import "./board.css";

const board = document.querySelector("#board");
if (board === null) throw new Error("the page has no place for the board");
createRoot(board).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <TodaysBoard />
    </QueryClientProvider>
  </StrictMode>,
);
