import { render } from "preact";
import { App } from "./app.tsx";
import { NavigationProvider } from "./state/navigation.tsx";
import "./styles/main.css";

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no element #app");
render(
  <NavigationProvider>
    <App />
  </NavigationProvider>,
  root,
);
