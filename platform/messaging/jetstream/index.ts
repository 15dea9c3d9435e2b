export { type ConnectOptions, connectNats, type NatsLink } from './connection.ts';
export { type RunningConsumer, startConsumer } from './consumer.ts';
export { createPublisher, type Publish } from './publisher.ts';
export { streamOf } from './streams.ts';
