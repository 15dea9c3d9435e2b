/**
 * @generated SignedSource<<5ad7d07b0930bfc09015eed71eb69367>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type BookingStatus = "CANCELLED" | "COMPLETED" | "CONFIRMED" | "PAID" | "REJECTED" | "REQUESTED" | "%future added value";
export type InputProblemCode = "DUPLICATE" | "IN_THE_PAST" | "MALFORMED" | "REQUIRED" | "REVERSED" | "TOO_FAR_AHEAD" | "TOO_LARGE" | "TOO_LONG" | "TOO_SHORT" | "TOO_SMALL" | "UNKNOWN" | "%future added value";
export type BookRoomInput = {
  expectedPrice?: MoneyInput | null | undefined;
  idempotencyKey?: string | null | undefined;
  paymentMethod: string;
  roomId: string;
  slot?: SlotInput | null | undefined;
};
export type SlotInput = {
  end: string;
  start: string;
};
export type MoneyInput = {
  amount: number;
  currency: string;
};
export type roomsBookMutation$variables = {
  input: BookRoomInput;
};
export type roomsBookMutation$data = {
  readonly bookRoom: {
    readonly __typename: string;
    readonly booking?: {
      readonly id: string;
      readonly status: BookingStatus;
    };
    readonly message?: string;
    readonly nextFreeSlot?: {
      readonly end: string;
      readonly start: string;
    } | null | undefined;
    readonly problems?: ReadonlyArray<{
      readonly code: InputProblemCode;
      readonly field: string;
      readonly message: string;
    }>;
  } | null | undefined;
};
export type roomsBookMutation = {
  response: roomsBookMutation$data;
  variables: roomsBookMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "input"
  }
],
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "message",
  "storageKey": null
},
v2 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Variable",
        "name": "input",
        "variableName": "input"
      }
    ],
    "concreteType": null,
    "kind": "LinkedField",
    "name": "bookRoom",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "__typename",
        "storageKey": null
      },
      {
        "kind": "InlineFragment",
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "Booking",
            "kind": "LinkedField",
            "name": "booking",
            "plural": false,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "id",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "status",
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "type": "BookRoomSuccess",
        "abstractKey": null
      },
      {
        "kind": "InlineFragment",
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "Slot",
            "kind": "LinkedField",
            "name": "nextFreeSlot",
            "plural": false,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "start",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "end",
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "type": "SlotTaken",
        "abstractKey": null
      },
      {
        "kind": "InlineFragment",
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "InputProblem",
            "kind": "LinkedField",
            "name": "problems",
            "plural": true,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "field",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "code",
                "storageKey": null
              },
              (v1/*:: as any*/)
            ],
            "storageKey": null
          }
        ],
        "type": "InvalidInput",
        "abstractKey": null
      },
      {
        "kind": "InlineFragment",
        "selections": [
          (v1/*:: as any*/)
        ],
        "type": "Problem",
        "abstractKey": "__isProblem"
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
    "name": "roomsBookMutation",
    "selections": (v2/*:: as any*/),
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "roomsBookMutation",
    "selections": (v2/*:: as any*/)
  },
  "params": {
    "cacheID": "bfe222d14e732e37e63ac7c07b6e1af8",
    "id": null,
    "metadata": {},
    "name": "roomsBookMutation",
    "operationKind": "mutation",
    "text": "mutation roomsBookMutation(\n  $input: BookRoomInput!\n) {\n  bookRoom(input: $input) {\n    __typename\n    ... on BookRoomSuccess {\n      booking {\n        id\n        status\n      }\n    }\n    ... on SlotTaken {\n      nextFreeSlot {\n        start\n        end\n      }\n    }\n    ... on InvalidInput {\n      problems {\n        field\n        code\n        message\n      }\n    }\n    ... on Problem {\n      __isProblem: __typename\n      message\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "5ee58c7a7d76706bf2c244bf2a33df22";

export default node;
