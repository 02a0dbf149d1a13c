// How what earlier releases stored becomes today's shape. A type that has no row stands at version 1, as every type does today.
import { upcaster } from '#event-store/upcast.js';

export const { upcast, versionOf } = upcaster({});
