
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
      "PaymentActionRequired",
      "PaymentDeclined",
      "PaymentExpired",
      "PaymentRefused",
      "PaymentUnavailable",
      "PriceChanged",
      "RoomUnavailable",
      "SlotTaken",
      "TooManyAttempts"
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
    "ConfirmPaymentResult": [
      "BookingNotPayable",
      "ConfirmPaymentSuccess",
      "IdempotencyConflict",
      "NotFound",
      "PaymentActionRequired",
      "PaymentDeclined",
      "PaymentExpired",
      "PaymentUnavailable"
    ],
    "DeleteCourseResult": [
      "DeleteCourseSuccess",
      "IdempotencyConflict",
      "NotFound"
    ],
    "DeleteReviewResult": [
      "DeleteReviewSuccess",
      "IdempotencyConflict",
      "NotFound"
    ],
    "DeleteRoomResult": [
      "DeleteRoomSuccess",
      "IdempotencyConflict",
      "NotFound",
      "RoomHasBookings",
      "SuppliesUnavailable"
    ],
    "EraseCustomerResult": [
      "CustomerHasBookings",
      "EraseCustomerSuccess",
      "IdempotencyConflict",
      "NotFound"
    ],
    "MarkMessagesReadResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "MarkMessagesReadSuccess"
    ],
    "Problem": [
      "BookingNotCancellable",
      "BookingNotPayable",
      "CustomerHasBookings",
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound",
      "PaymentActionRequired",
      "PaymentDeclined",
      "PaymentExpired",
      "PaymentRefused",
      "PaymentUnavailable",
      "PriceChanged",
      "RefundNotGivenUp",
      "ReviewCheckUnavailable",
      "ReviewNotAllowed",
      "RoomHasBookings",
      "RoomUnavailable",
      "SlotTaken",
      "SuppliesUnavailable",
      "TooManyAttempts"
    ],
    "RegisterCourseResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "RegisterCourseSuccess"
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
    "RetryRefundResult": [
      "IdempotencyConflict",
      "NotFound",
      "RefundNotGivenUp",
      "RetryRefundSuccess"
    ],
    "SetLanguageResult": [
      "IdempotencyConflict",
      "SetLanguageSuccess"
    ],
    "SetStandardSuppliesResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "SetStandardSuppliesSuccess"
    ],
    "SettleRefundResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound",
      "RefundNotGivenUp",
      "SettleRefundSuccess"
    ],
    "Target": [
      "Course",
      "Room"
    ],
    "TargetMutationResult": [
      "IdempotencyConflict",
      "NotFound",
      "TargetMutationSuccess"
    ],
    "TransferRoomResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound",
      "TransferRoomSuccess"
    ],
    "UpdateCourseResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound",
      "UpdateCourseSuccess"
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
    ],
    "WriteReviewResult": [
      "IdempotencyConflict",
      "InvalidInput",
      "NotFound",
      "ReviewCheckUnavailable",
      "ReviewNotAllowed",
      "WriteReviewSuccess"
    ]
  }
};
      export default result;
    