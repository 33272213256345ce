/** Islands that are on no map. */
export const quays = [
  { id: "gronvig", name: "Grønvig", latitude: 54.982, longitude: 10.412 },
  { id: "lillehavn", name: "Lillehavn", latitude: 54.941, longitude: 10.503 },
  { id: "stavnso", name: "Stavnsø", latitude: 54.917, longitude: 10.377 },
  { id: "yderholm", name: "Yderholm", latitude: 54.876, longitude: 10.561 },
];

/** `minutes` counts from the departure; `days` are 1 (Monday) to 7. */
export const lines = [
  {
    id: "east",
    days: [1, 2, 3, 4, 5, 6, 7],
    departures: ["06:10", "09:30", "13:30", "17:45", "21:15"],
    stops: [
      { quay: "gronvig", minutes: 0 },
      { quay: "lillehavn", minutes: 25 },
      { quay: "yderholm", minutes: 55 },
    ],
  },
  {
    id: "west",
    days: [1, 2, 3, 4, 5],
    departures: ["07:00", "12:00", "16:20"],
    stops: [
      { quay: "gronvig", minutes: 0 },
      { quay: "stavnso", minutes: 30 },
    ],
  },
];
