// Every route of the service with those who may use it.
import { assessmentRoutes } from './assessment-routes.js';
import { deskRoutes } from './desk-routes.js';
import { filingRoutes } from './filing-routes.js';
import { officeRoutes } from './office-routes.js';
import { orderRoutes } from './order-routes.js';
import { reportRoutes } from './report-routes.js';
import { laterRoutes, type Route } from './route-table.js';
import { webhookRoutes } from './webhook-routes.js';
import { statusRoutes } from './status-routes.js';

/** By method and path as the description of the API has them. */
export const routes: Readonly<Record<string, Route>> = {
  ...filingRoutes,
  ...officeRoutes,
  ...orderRoutes,
  ...assessmentRoutes,
  ...reportRoutes,
  ...laterRoutes,
  ...webhookRoutes,
  ...statusRoutes,
  ...deskRoutes,
};
