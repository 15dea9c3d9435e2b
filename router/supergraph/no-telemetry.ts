// Disables the telemetry of the gateway library. Must be imported before the library.
process.env.APOLLO_TELEMETRY_DISABLED = '1';
