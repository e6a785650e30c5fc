import type { ReactNode } from 'react';

/** Outlines of the plugin's icons on a 24 × 24 grid. */
export const iconShapes = {
  box: (
    <path d="m12 3 8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.5 8-4.500M12 12v9" />
  ),
  check: <path d="m5 12.5 4.6 4.6L19 7.6" />,
  clock: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 7v5.3l3.4 2" />
    </>
  ),
  copy: (
    <>
      <rect x="8" y="8" width="12" height="12" rx="2" />
      <path d="M16 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3" />
    </>
  ),
  document: <path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6" />,
  down: <path d="m6 9 6 6 6-6" />,
  drift: <path d="M3 9c3-4 6 4 9 0s6 4 9 0M3 16c3-4 6 4 9 0s6 4 9 0" />,
  edit: <path d="M5 19h3L19 8l-3-3L5 16z" />,
  cross: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m9 9 6 6m0-6-6 6" />
    </>
  ),
  external: <path d="M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9" />,
  hidden: (
    <path d="M4 4l16 16M9.5 5.800C10.3 5.6 11.1 5.5 12 5.500c5 0 8.5 4 9.5 6.5-.4 1-1.3 2.4-2.7 3.600M6.2 7.600C4.3 8.9 3 10.7 2.5 12c1 2.5 4.5 6.5 9.5 6.5 1.5 0 2.9-.4 4.1-.9" />
  ),
  git: (
    <>
      <circle cx="6" cy="6" r="2.5" />
      <circle cx="6" cy="18" r="2.5" />
      <circle cx="18" cy="8" r="2.5" />
      <path d="M6 8.500v7M18 10.500c0 4-6 3.5-11 6" />
    </>
  ),
  unmanaged: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M8.5 12h7" />
    </>
  ),
  helm: (
    <>
      <circle cx="12" cy="12" r="6" />
      <circle cx="12" cy="12" r="1.6" />
      <path d="M12 2.500v7.800M12 13.700v7.800M2.5 12h7.800M13.7 12h7.800M5.3 5.300l5.5 5.500M13.2 13.200l5.5 5.500M18.7 5.300l-5.5 5.500M10.8 13.200l-5.5 5.5" />
    </>
  ),
  info: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 11v5.5M12 7.6v.1" />
    </>
  ),
  lock: (
    <>
      <rect x="5" y="11" width="14" height="9" rx="2" />
      <path d="M8 11V8a4 4 0 0 1 8 0v3" />
    </>
  ),
  more: <path d="M12 5v.1M12 12v.1M12 19v.1" strokeWidth="3.4" />,
  newer: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 16.500V8m-3.5 3.500L12 8l3.5 3.5" />
    </>
  ),
  next: <path d="m9 6 6 6-6 6" />,
  absent: (
    <>
      <circle cx="12" cy="12" r="9" strokeDasharray="3.2 3.2" />
      <path d="M8.5 12h7" />
    </>
  ),
  tick: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12.5 2.7 2.7L16 9.6" />
    </>
  ),
  outOfSync: <path d="M4 9h13l-3.5-3.5M20 15H7l3.5 3.5" />,
  pause: <path d="M9 6v12M15 6v12" />,
  plus: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 8v8M8 12h8" />
    </>
  ),
  progress: <path d="M12 3a9 9 0 1 1-8.5 6" />,
  question: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M9.6 9.4a2.5 2.5 0 1 1 3.4 2.4c-.7.3-1 .8-1 1.6M12 16.6v.1" />
    </>
  ),
  retry: <path d="M19 12a7 7 0 1 1-2-5l3 3m0-5v5h-5" />,
  right: <path d="M4 12h15m-6-6 6 6-6 6" />,
  search: (
    <>
      <circle cx="11" cy="11" r="6.5" />
      <path d="m16 16 4.5 4.5" />
    </>
  ),
  shield: (
    <path d="M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6zM9 12l2.2 2.200L15.2 10" />
  ),
  stop: <rect x="6" y="6" width="12" height="12" rx="1.5" />,
  trash: <path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13" />,
  undo: (
    <path
      d="M9 6 4 11l5 5M4 11h10a6 6 0 0 1 0 12"
      transform="translate(0 -2)"
    />
  ),
  warn: (
    <>
      <path d="M12 4 2.8 20h18.4z" />
      <path d="M12 10v4.5M12 17.4v.1" />
    </>
  ),
  close: <path d="m6 6 12 12M18 6 6 18" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof iconShapes;
