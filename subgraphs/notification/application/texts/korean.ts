import type { ContentOf } from '../../domain/message.ts';
import type { Catalogue } from './catalogue.ts';

const REJECTED: Readonly<Record<ContentOf<'BOOKING_REJECTED'>['reason'], string>> = {
  PAYMENT_DECLINED: '결제가 거절되어 청구된 금액은 없습니다.',
  PAYMENT_REFUSED: '결제 대행사가 받지 않는 결제여서 청구된 금액은 없습니다.',
  PAYMENT_EXPIRED: '제때 본인 인증을 마치지 않아 청구된 금액은 없습니다.',
  PAYMENT_UNAVAILABLE: '제때 결제할 수 없어 청구된 금액은 없습니다.',
};

const CANCELLED: Readonly<Record<ContentOf<'BOOKING_CANCELLED'>['by'], string>> = {
  CUSTOMER: '고객님이 취소하셨습니다.',
  STAFF: '호스트가 취소했습니다.',
  ROOM: '공간을 더 이상 이용할 수 없습니다.',
  PAYMENT: '결제에 실패했습니다.',
  PROVIDER: '결제 금액이 환불되었습니다.',
};

const UNASSIGNED: Readonly<Record<ContentOf<'ROOM_UNASSIGNED'>['reason'], string>> = {
  BOOKING_CANCELLED: '예약이 취소되었습니다.',
  ROOM_CLOSED: '공간이 운영을 중단했습니다.',
  ROOM_DELETED: '공간이 더 이상 제공되지 않습니다.',
};

/** Names stand in quotes: the particle that follows a name would depend on its last sound. */
export const KOREAN: Catalogue = {
  locale: 'ko-KR',
  templates: {
    BOOKING_CONFIRMED: ({ room, slot, price }, { period, money }) => ({
      title: `예약 확정: ${room.name}`,
      text: `‘${room.name}’ 예약이 확정되었습니다: ${period(slot)}. 금액: ${money(price)}.`,
    }),
    BOOKING_REJECTED: ({ room, slot, reason }, { period }) => ({
      title: `예약 실패: ${room.name}`,
      text: `‘${room.name}’ 예약이 이루어지지 않았습니다: ${period(slot)}. ${REJECTED[reason]}`,
    }),
    BOOKING_CANCELLED: ({ room, slot, by, reason }, { period }) => ({
      title: `예약 취소: ${room.name}`,
      text: [
        `‘${room.name}’ 예약이 취소되었습니다: ${period(slot)}.`,
        CANCELLED[by],
        ...(reason === null ? [] : [`사유: ${reason}`]),
      ].join(' '),
    }),
    BOOKING_REFUNDED: ({ amount }, { money }) => ({
      title: `환불: ${money(amount)}`,
      text: `예약의 결제 금액 ${money(amount)} 환불이 진행 중입니다.`,
    }),
    ROOM_ASSIGNED: ({ room, slot }, { period }) => ({
      title: `공간 배정: ${room.name}`,
      text: `예약에 ‘${room.name}’ 공간이 배정되었습니다: ${period(slot)}.`,
    }),
    ROOM_UNASSIGNED: ({ room, slot, reason }, { period }) => ({
      title: `공간 배정 해제: ${room.name}`,
      text: `예약에서 ‘${room.name}’ 공간 배정이 해제되었습니다: ${period(slot)}. ${UNASSIGNED[reason]}`,
    }),
    BOOKMARK_ADDED: ({ target }) => ({
      title: `북마크 추가: ${target.name}`,
      text: `‘${target.name}’ 북마크를 추가했습니다.`,
    }),
    BOOKMARK_REMOVED: ({ target }) => ({
      title: `북마크 삭제: ${target.name}`,
      text: `‘${target.name}’ 북마크를 삭제했습니다.`,
    }),
  },
};
