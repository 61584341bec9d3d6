// A worker whose run was killed would wait for messages for ever, and what its tests started with it.
process.once('disconnect', () => process.exit(1));
