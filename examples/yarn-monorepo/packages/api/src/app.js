import compress from "@fastify/compress";
import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import sensible from "@fastify/sensible";
import swagger from "@fastify/swagger";
import { fareFor, passengers } from "@ferry/fares";
import { departuresOn } from "@ferry/timetable";
import Fastify from "fastify";

const text = { type: "string" };

/** GET /departures/:day, GET /fares/:from/:to and GET /openapi.json. */
export const createApp = async (options = {}) => {
  const app = Fastify(options);
  await app.register(helmet);
  await app.register(cors);
  await app.register(compress);
  await app.register(sensible);
  await app.register(swagger, { openapi: { info: { title: "Ferry", version: "1.0.0" } } });

  app.get(
    "/departures/:day",
    {
      schema: {
        params: { type: "object", properties: { day: { ...text, pattern: String.raw`^\d{4}-\d{2}-\d{2}$` } } },
      },
    },
    async ({ params }) => departuresOn(params.day),
  );

  app.get(
    "/fares/:from/:to",
    { schema: { params: { type: "object", properties: { from: text, to: text } } } },
    async ({ params: { from, to } }) => {
      try {
        return Object.fromEntries(passengers.map((passenger) => [passenger, fareFor(passenger, from, to)]));
      } catch (error) {
        throw app.httpErrors.notFound(error.message);
      }
    },
  );

  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
  return app;
};
