/**
 * @generated SignedSource<<34975c6d5a7a6eb2ff0b697d20c8e502>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type ChangeKind = "CHANGE" | "SNAPSHOT" | "%future added value";
export type RoomStatus = "CLOSED" | "EMPTY" | "FULL" | "%future added value";
export type roomsFollowSubscription$variables = {
  roomId: string;
};
export type roomsFollowSubscription$data = {
  readonly roomStatusChanged: {
    readonly cursor: string;
    readonly kind: ChangeKind;
    readonly room: {
      readonly id: string;
      readonly status: RoomStatus;
    } | null | undefined;
    readonly status: RoomStatus;
  };
};
export type roomsFollowSubscription = {
  response: roomsFollowSubscription$data;
  variables: roomsFollowSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "roomId"
  }
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "status",
  "storageKey": null
},
v2 = [
  {
    "alias": null,
    "args": [
      {
        "items": [
          {
            "kind": "Variable",
            "name": "roomIds.0",
            "variableName": "roomId"
          }
        ],
        "kind": "ListValue",
        "name": "roomIds"
      }
    ],
    "concreteType": "RoomStatusChange",
    "kind": "LinkedField",
    "name": "roomStatusChanged",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "kind",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "cursor",
        "storageKey": null
      },
      (v1/*:: as any*/),
      {
        "alias": null,
        "args": null,
        "concreteType": "Room",
        "kind": "LinkedField",
        "name": "room",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "id",
            "storageKey": null
          },
          (v1/*:: as any*/)
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "roomsFollowSubscription",
    "selections": (v2/*:: as any*/),
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "roomsFollowSubscription",
    "selections": (v2/*:: as any*/)
  },
  "params": {
    "cacheID": "a5d3a19deb5ac7089e7c90474d291a22",
    "id": null,
    "metadata": {},
    "name": "roomsFollowSubscription",
    "operationKind": "subscription",
    "text": "subscription roomsFollowSubscription(\n  $roomId: ID!\n) {\n  roomStatusChanged(roomIds: [$roomId]) {\n    kind\n    cursor\n    status\n    room {\n      id\n      status\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "5d5d2c2edbd567589b60f7010643b746";

export default node;
