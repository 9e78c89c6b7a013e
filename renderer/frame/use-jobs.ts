import { useEffect, useState } from "react";
import type { z } from "zod";
import type { Events } from "../../shared/ipc/contract";
import { bridge } from "../bridge";

/** How far a long job is. */
export type Job = z.output<Events["progressed"]>;

/** What is quicker than this is not worth a progress bar. */
const patience = 300;

/** The long jobs under way that have taken longer than 0.3 s. */
export const useJobs = (): readonly Job[] => {
  const [jobs, setJobs] = useState<readonly (Job & { readonly since: number })[]>([]);
  const [now, setNow] = useState(0);

  useEffect(
    () =>
      bridge.on("progressed", (job) => {
        const at = performance.now();
        setNow(at);
        setJobs((known) => {
          const rest = known.filter((one) => one.job !== job.job);
          if (job.done >= job.total) return rest;
          return [...rest, { ...job, since: known.find((one) => one.job === job.job)?.since ?? at }];
        });
      }),
    [],
  );
  // A job that says nothing for a while must still come into sight.
  useEffect(() => {
    if (jobs.length === 0) return;
    const timer = setTimeout(() => setNow(performance.now()), patience);
    return () => clearTimeout(timer);
  }, [jobs]);
  return jobs.filter((job) => now - job.since >= patience);
};

/** True once something has been under way for longer than is worth no progress bar. */
export const useLasting = (isUnderWay: boolean): boolean => {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isUnderWay) return;
    const timer = setTimeout(() => setLong(true), patience);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isUnderWay]);
  return isUnderWay && isLong;
};
