/* Work that can wait: it is done while nothing else happens. */

export const idle = window.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 5 })));

/* The same, once what is in sight is drawn. */
export const onceDrawn = (work) => requestAnimationFrame(() => idle(work));
