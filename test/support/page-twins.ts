// What each route of the pages asks of the API: it lets nobody do more than these do.
export const pageTwins: Readonly<Record<string, readonly string[]>> = {
  'GET /check': ['GET /v1/status/{number}'],
  'GET /desk/deadlines': ['GET /v1/deadlines', 'GET /v1/deadlines/feed'],
  'GET /desk/documents/:id': ['GET /v1/documents/{id}'],
  'GET /desk/filings/:id/display': ['GET /v1/filings/{id}'],
  'POST /desk/filings/:id/display': ['GET /v1/filings/{id}', 'POST /v1/filings/{id}/display-checks'],
  'GET /desk/notices': ['GET /v1/notices'],
  'POST /desk/notices/:id/read': ['POST /v1/notices/{id}/read'],
  'GET /desk/orders': ['GET /v1/orders'],
  'GET /desk/orders/:id': ['GET /v1/orders/{id}', 'GET /v1/orders/{id}/events'],
  'GET /desk/orders/:id/:act': ['GET /v1/orders/{id}'],
  'POST /desk/orders/:id/:act': [
    'GET /v1/orders/{id}',
    'POST /v1/orders/{id}/acknowledgement',
    'POST /v1/orders/{id}/applied-measures',
    'POST /v1/orders/{id}/rectification',
    'POST /v1/orders/{id}/remedies/filed',
  ],
};
