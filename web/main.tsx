import { render } from "preact";
import { setEventsCatalog } from "./api/behaviour.ts";
import { App } from "./app.tsx";
import { NavigationProvider } from "./state/navigation.tsx";
import "./styles/main.css";

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no element #app");
setEventsCatalog(new URLSearchParams(location.search).get("catalog"));
render(
  <NavigationProvider>
    <App />
  </NavigationProvider>,
  root,
);
