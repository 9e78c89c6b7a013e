import { useEffect } from "react";
import { useCall } from "../query";

/** Puts the theme on the root element: the setting, or what the system prefers. */
export const useTheme = (): void => {
  const { data } = useCall("settings", "get", undefined);
  const theme = data?.theme ?? "system";
  useEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const contrast = matchMedia("(prefers-contrast: more)");
    const apply = () => {
      document.documentElement.dataset.theme =
        theme === "system" ? (contrast.matches ? "contrast" : dark.matches ? "dark" : "light") : theme;
    };
    apply();
    dark.addEventListener("change", apply);
    contrast.addEventListener("change", apply);
    return () => {
      dark.removeEventListener("change", apply);
      contrast.removeEventListener("change", apply);
    };
  }, [theme]);
};
