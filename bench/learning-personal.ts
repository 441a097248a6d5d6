import { createShoppers } from "../src/simulation/shoppers/create-shoppers.ts";
import type { ShopDoor } from "../src/simulation/shoppers/door.ts";
import type { LearningShop } from "../src/testing/learning-shop.ts";

const seed = 77;

/**
 * Purchases a session with and without personalisation, by the same shoppers with the same luck: once the searches say
 * whose session it is, once they do not. Turn by turn, so that what the shop learns meanwhile is the same for both.
 */
export const measurePersonalisation = async (
  { world, clock, door }: LearningShop,
  sessions: number,
): Promise<Record<string, number>> => {
  const [known, unknown] = [true, false].map((personal) =>
    createShoppers({ seed, world, door: disguised(door, personal), clock, everyMs: 50_000 }),
  );
  const differences: number[] = [];
  for (let done = 0; done < sessions; done += 1) {
    const before = known!.counts().purchases - unknown!.counts().purchases;
    await known!.run(1);
    await unknown!.run(1);
    differences.push(known!.counts().purchases - unknown!.counts().purchases - before);
  }
  const mean = differences.reduce((sum, one) => sum + one, 0) / sessions;
  const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (sessions - 1);
  return {
    "purchases/session, personal": known!.counts().purchases / sessions,
    "purchases/session, same for all": unknown!.counts().purchases / sessions,
    "purchases/session, difference": mean,
    "purchases/session, difference ±": 1.96 * Math.sqrt(variance / sessions),
  };
};

/** Two runs of the same shoppers are two crowds to the shop; one of them searches without a name. */
const disguised = (door: ShopDoor, personal: boolean): ShopDoor => {
  const name = personal ? "-known" : "-unknown";
  const named = (token: string | null) => (token === null ? null : token + name);
  return {
    search: (search) =>
      door.search({
        ...search,
        user: personal ? named(search.user) : null,
        session: personal ? named(search.session) : null,
      }),
    send: (events, agent) =>
      door.send(
        events.map((event) => ({
          ...event,
          id: event.id + name,
          user: named(event.user),
          session: named(event.session),
        })),
        agent,
      ),
  };
};
