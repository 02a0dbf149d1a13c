// The schema version of every event type, and how older ones become today's. A type that is not listed stands at version 1.
import { upcaster } from '#event-store/upcast.js';

const { upcast, versionOf } = upcaster({});

export { upcast, versionOf };
