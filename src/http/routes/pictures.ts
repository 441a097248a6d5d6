import { WinnowError } from "../../domain/errors.ts";
import { inPath } from "../describe.ts";
import type { Route } from "../route.ts";
import type { Shop } from "../shop.ts";

export const pictureRoutes = (shop: Pick<Shop, "picture">): readonly Route[] => [
  {
    method: "GET",
    path: "/demo/pictures/{name}.svg",
    of: "open",
    doc: {
      summary: "A drawn picture of the demo shop",
      parameters: [inPath("name", "As in a product's image.")],
      answer: { status: 200, type: "image/svg+xml", description: "The same for ever." },
      problems: [404],
    },
    handle(call) {
      const svg = shop.picture(call.path["name"]!);
      if (svg === null) throw new WinnowError("not_found", "There is no such picture.", { where: "name" });
      // An SVG opened by itself is a page: it may draw, and nothing else.
      const headers = {
        "cache-control": "public, max-age=31536000, immutable",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      };
      return { status: 200, type: "image/svg+xml", body: svg, headers };
    },
  },
];
