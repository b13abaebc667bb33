import * as z from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { ephemeralEventSchemas, loggedEventSchemas, positionSchema } from '../../protocol/wire/event.ts';
import {
  controlPartySchema,
  joinPartySchema,
  leavePartySchema,
  listPartiesSchema,
  partyAnswerSchema,
  partyClockAnswerSchema,
  partyClockSchema,
  partyListAnswerSchema,
  pointPartySchema,
  startPartySchema,
} from '../../protocol/wire/party.ts';
import {
  helloAnswerSchema,
  helloSchema,
  joinAnswerSchema,
  joinProjectSchema,
  leaveProjectSchema,
  sendTypingSchema,
} from '../../protocol/wire/room.ts';
import { protocolVersion } from '../../protocol/wire/version.ts';
import { describedEvents } from './events.ts';
import { createJsonSchemas } from './json-schemas.ts';

type Json = Record<string, unknown>;
type ChannelName = 'project' | 'user' | 'socket';

/** Acknowledgements. All events share one form of refusal. */
const refused = joinAnswerSchema.options[1];
const understoodSchema = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), refused]);

const clientEvents = {
  hello: {
    schema: helloSchema,
    answer: helloAnswerSchema,
    summary: 'Returns the epoch of the database and the protocol version of the server',
  },
  'join:project': {
    schema: joinProjectSchema,
    answer: joinAnswerSchema,
    summary: 'Joins a project’s room. Every event with `seq > head` of the answer reaches the socket',
  },
  'leave:project': {
    schema: leaveProjectSchema,
    answer: understoodSchema,
    summary: 'Leaves a project’s room',
  },
  'chat:typing': {
    schema: sendTypingSchema,
    answer: understoodSchema,
    summary: 'Typing in a conversation. Repeated at least every 6 seconds while it lasts',
  },
  'party:list': {
    schema: listPartiesSchema,
    answer: partyListAnswerSchema,
    summary: 'The listening parties in all projects of the caller',
  },
  'party:start': {
    schema: startPartySchema,
    answer: partyAnswerSchema,
    summary: 'Starts a listening party with a sound of a project, and leaves the one before',
  },
  'party:join': {
    schema: joinPartySchema,
    answer: partyAnswerSchema,
    summary: 'Joins a listening party, and leaves the one before',
  },
  'party:leave': { schema: leavePartySchema, answer: understoodSchema, summary: 'Leaves the party' },
  'party:control': {
    schema: controlPartySchema,
    answer: understoodSchema,
    summary: 'Plays, pauses, seeks, loops or changes the sound for all. At most 10 a second, 20 at once',
  },
  'party:point': {
    schema: pointPartySchema,
    answer: understoodSchema,
    summary: 'Shows the others a moment of the waveform. At most 10 a second',
  },
  'party:clock': {
    schema: partyClockSchema,
    answer: partyClockAnswerSchema,
    summary: 'The server’s own clock in milliseconds, by which `at` of a state is meant',
  },
};

/** An event's name as a key that AsyncAPI allows. */
const keyOf = (event: string) => event.replace(':', '.');

const info: Json = {
  title: 'BandMate',
  version: packageJson.version,
  description:
    `The events, version ${protocolVersion} of the protocol, from the server’s point of view. ` +
    'Socket.IO 4 in the default namespace. The name of a message is the event, its payload the first argument, ' +
    'and what is described as its headers is the second argument: { topic, seq }, the seq-th event of that topic. ' +
    'Events are sent after commit, in the order of the log. Read missed events with GET /api/sync ' +
    '(openapi.json).',
  license: { name: 'MIT' },
};

const servers: Json = {
  band: {
    host: '{host}',
    pathname: '/socket.io',
    protocol: 'socket.io',
    protocolVersion: '5',
    description: 'The server’s own address, over WebSocket or long-polling',
    variables: { host: { default: 'localhost:3000', description: 'Host and port of the band’s server' } },
    security: [
      { $ref: '#/components/securitySchemes/cookie' },
      { $ref: '#/components/securitySchemes/bearer' },
    ],
  },
};

const securitySchemes: Json = {
  cookie: {
    type: 'httpApiKey',
    in: 'cookie',
    name: 'bandmate.session_token',
    description: 'Named `__Secure-bandmate.session_token` if the server’s public address is HTTPS',
  },
  bearer: { type: 'http', scheme: 'bearer', description: 'The access token' },
};

/** The events as AsyncAPI 3, made from `describedEvents` and the schemas of `protocol/wire`. Deterministic. */
export function describeEvents(): Json {
  const schemas = createJsonSchemas('draft-07');
  const position = schemas.answered(positionSchema);
  const messages: Record<ChannelName, Json> = { project: {}, user: {}, socket: {} };
  const componentMessages: Json = {};
  const operations: Json = {};

  /** Adds a message to the components and to its channel. Returns the reference that operations use. */
  function addMessage(channel: ChannelName, key: string, message: Json): { $ref: string } {
    componentMessages[key] = message;
    messages[channel][key] = { $ref: `#/components/messages/${key}` };
    return { $ref: `#/channels/${channel}/messages/${key}` };
  }

  function addServerEvent(name: keyof typeof describedEvents, payload: z.ZodType, isLogged: boolean): void {
    const { channel, summary } = describedEvents[name];
    const message = addMessage(channel, keyOf(name), {
      name,
      title: name,
      summary,
      description: isLogged
        ? `First argument: the payload. Second: its position in the topic of the ${channel}.`
        : 'One argument: the payload. It is not stored, so it has no position.',
      contentType: 'application/json',
      payload: schemas.answered(payload),
      ...(isLogged && { headers: position }),
    });
    operations[`tell.${keyOf(name)}`] = {
      action: 'send',
      channel: { $ref: `#/channels/${channel}` },
      summary,
      messages: [message],
    };
  }

  for (const [name, schema] of Object.entries(loggedEventSchemas)) {
    addServerEvent(name as keyof typeof loggedEventSchemas, schema, true);
  }
  for (const [name, schema] of Object.entries(ephemeralEventSchemas)) {
    addServerEvent(name as keyof typeof ephemeralEventSchemas, schema, false);
  }

  for (const [name, { schema, answer, summary }] of Object.entries(clientEvents)) {
    const key = `say.${keyOf(name)}`;
    const contentType = 'application/json';
    const payload = schemas.sent(schema);
    const message = addMessage('socket', key, { name, title: name, summary, contentType, payload });
    const acknowledgement = addMessage('socket', `${key}.answer`, {
      name: `${name} acknowledgement`,
      summary: 'The acknowledgement, if the client asks for one',
      contentType,
      payload: schemas.answered(answer),
    });
    const channel = { $ref: '#/channels/socket' };
    operations[key] = {
      action: 'receive',
      channel,
      summary,
      messages: [message],
      reply: { channel, messages: [acknowledgement] },
    };
  }

  return {
    asyncapi: '3.0.0',
    info,
    defaultContentType: 'application/json',
    servers,
    channels: describeChannels(messages),
    operations,
    components: { schemas: schemas.components(), messages: componentMessages, securitySchemes },
  };
}

/** The rooms and the socket itself, each with its messages. */
function describeChannels(messages: Record<ChannelName, Json>): Json {
  const idParameter = (description: string) => ({ id: { description } });
  return {
    project: {
      address: 'project:{id}',
      title: 'The room and topic of a project',
      description:
        'Received by sockets of members that joined with `join:project`, until they leave or are removed.',
      parameters: idParameter('The project'),
      messages: messages.project,
    },
    user: {
      address: 'user:{id}',
      title: 'The room and topic of a person',
      description: 'Received by every socket of that person, without joining.',
      parameters: idParameter('The person'),
      messages: messages.user,
    },
    socket: {
      address: '/',
      title: 'What a client sends',
      description: 'Up to 16 KB each; acknowledgements are optional.',
      messages: messages.socket,
    },
  };
}
