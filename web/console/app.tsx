import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { SessionAnswer } from "../../src/wire/console.ts";
import { ConsoleError, fetchSession, signOut } from "./api/client.ts";
import { Login } from "./login.tsx";
import { JobsPage } from "./pages/jobs.tsx";
import { DecisionsPage } from "./pages/decisions.tsx";
import { ModelsPage } from "./pages/models.tsx";
import { NowPage } from "./pages/now.tsx";
import { SynonymsPage } from "./pages/synonyms.tsx";
import { TextsPage } from "./pages/texts.tsx";
import { TrafficPage } from "./pages/traffic.tsx";
import { Frame } from "./parts/frame.tsx";
import { type PageName, useRoute } from "./state/use-route.ts";

export interface PageProps {
  readonly catalog: string;
  /** The session is over: a key is asked for. */
  readonly onSignedOut: () => void;
}

const VIEWS: Readonly<Record<PageName, (props: PageProps) => VNode>> = {
  now: NowPage,
  models: ModelsPage,
  decisions: DecisionsPage,
  traffic: TrafficPage,
  synonyms: SynonymsPage,
  texts: TextsPage,
  jobs: JobsPage,
};

/** The console: what serves, what was decided and why, what shoppers do, what is done behind it all. */
export const App = (): VNode => {
  const [session, setSession] = useState<SessionAnswer | ConsoleError | null>(null);
  const route = useRoute();
  useEffect(() => {
    fetchSession().then(setSession, (error: unknown) => setSession(ConsoleError.of(error)));
  }, []);
  if (session === null) return <main aria-busy="true" />;
  if (session instanceof ConsoleError) return <Login trouble={session.message} onSignedIn={setSession} />;
  if (!session.signed_in) return <Login onSignedIn={setSession} />;
  const View = VIEWS[route.where.page];
  const onSignedOut = () => setSession({ signed_in: false });
  return (
    <Frame
      route={route}
      catalogs={session.catalogs}
      onSignOut={() => {
        signOut().then(setSession, onSignedOut);
      }}
    >
      <View key={route.where.page} catalog={route.where.catalog} onSignedOut={onSignedOut} />
    </Frame>
  );
};
