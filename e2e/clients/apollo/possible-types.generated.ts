
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "AddSupplyResult": [
      "AddSupplySuccess",
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound"
    ],
    "BookRoomResult": [
      "BookRoomSuccess",
      "IdempotencyConflict",
      "InvalidInput",
      "PaymentDeclined",
      "PaymentUnavailable",
      "RoomUnavailable",
      "SlotTaken"
    ],
    "CancelBookingResult": [
      "BookingNotCancellable",
      "CancelBookingSuccess",
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound"
    ],
    "CloseRoomResult": [
      "CloseRoomSuccess",
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound"
    ],
    "DeleteRoomResult": [
      "DeleteRoomSuccess",
      "IdempotencyConflict",
      "NotFound",
      "RoomHasBookings",
      "SuppliesUnavailable"
    ],
    "Problem": [
      "BookingNotCancellable",
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound",
      "PaymentDeclined",
      "PaymentUnavailable",
      "RoomHasBookings",
      "RoomUnavailable",
      "SlotTaken",
      "SuppliesUnavailable"
    ],
    "RegisterRoomResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "RegisterRoomSuccess"
    ],
    "RemoveSupplyResult": [
      "IdempotencyConflict",
      "NotFound",
      "RemoveSupplySuccess"
    ],
    "ReopenRoomResult": [
      "IdempotencyConflict",
      "NotFound",
      "ReopenRoomSuccess"
    ],
    "SetStandardSuppliesResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "SetStandardSuppliesSuccess"
    ],
    "TransferRoomResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound",
      "TransferRoomSuccess"
    ],
    "UpdateRoomResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound",
      "UpdateRoomSuccess"
    ],
    "UpdateSupplyResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound",
      "UpdateSupplySuccess"
    ]
  }
};
      export default result;
    