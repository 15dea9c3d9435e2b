export { type ConnectOptions, connectNats, type NatsClient, type NatsLink } from './connection.ts';
export { type RunningConsumer, startConsumer, startReplayConsumer } from './consumer.ts';
export { type DeadLetter, isReplayPending, listDeadLetters, replay } from './dead-letters.ts';
export { createPublisher, type Publish } from './publisher.ts';
export { streamOf } from './streams.ts';
