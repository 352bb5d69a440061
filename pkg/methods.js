export function methods(app) {
    const { fetch } = app;
    return { GET: fetch, HEAD: fetch, OPTIONS: fetch, POST: fetch, PUT: fetch, PATCH: fetch, DELETE: fetch };
}
