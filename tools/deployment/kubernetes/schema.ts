import * as client from '@kubernetes/client-node';
import { Gateway, HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';
import { PodMonitor, PrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { CronJob, Job } from 'kubernetes-models/batch/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import {
  ConfigMap,
  Namespace,
  PersistentVolumeClaim,
  Secret,
  Service,
  ServiceAccount,
} from 'kubernetes-models/v1';
import { z } from 'zod';
import { errorMessage } from '../../../platform/errors.ts';
import { CUSTOM_RESOURCES } from './custom-resources.ts';
import type { Manifest } from './manifests.ts';

/** A model validates types, required fields, enumerations and quantities, and lets unknown fields pass. */
type Model = new (data: never) => { validate(): unknown };
/** A class of the client knows the names of its fields. */
type Attributes = {
  getAttributeTypeMap(): readonly { readonly baseName: string; readonly type: string }[];
};

const MODELS: Readonly<Record<string, Model>> = {
  'apps/v1 Deployment': Deployment,
  'apps/v1 StatefulSet': StatefulSet,
  'autoscaling/v2 HorizontalPodAutoscaler': HorizontalPodAutoscaler,
  'batch/v1 CronJob': CronJob,
  'batch/v1 Job': Job,
  'gateway.networking.k8s.io/v1 Gateway': Gateway,
  'gateway.networking.k8s.io/v1 HTTPRoute': HTTPRoute,
  'monitoring.coreos.com/v1 PodMonitor': PodMonitor,
  'monitoring.coreos.com/v1 PrometheusRule': PrometheusRule,
  'networking.k8s.io/v1 NetworkPolicy': NetworkPolicy,
  'policy/v1 PodDisruptionBudget': PodDisruptionBudget,
  'v1 ConfigMap': ConfigMap,
  'v1 Namespace': Namespace,
  'v1 PersistentVolumeClaim': PersistentVolumeClaim,
  'v1 Secret': Secret,
  'v1 Service': Service,
  'v1 ServiceAccount': ServiceAccount,
};

/**
 * What an API server of Kubernetes 1.35 with the operators' resources would refuse in manifests: kinds that
 * do not exist, unknown fields, wrong types, and missing fields.
 */
export function schemaFindings(manifests: readonly Manifest[]): readonly string[] {
  return manifests.flatMap((each) => {
    const kind = `${each.apiVersion} ${each.kind}`;
    const model = MODELS[kind];
    const schema = CUSTOM_RESOURCES[kind];
    const findings = [
      ...(model || schema ? [] : [`${kind} is unknown`]),
      ...(model ? modelFindings(model, each) : []),
      ...(model && !schema ? unknownFields(each, classOf(each), '') : []),
      ...(schema ? schemaErrors(schema, each) : []),
    ];
    return findings.map((finding) => `${each.kind} ${each.metadata.name}: ${finding}`);
  });
}

function modelFindings(model: Model, document: Manifest): readonly string[] {
  try {
    new model(document as never).validate();
    return [];
  } catch (error) {
    return [errorMessage(error)];
  }
}

/** The name of the client's class for a manifest: `V2HorizontalPodAutoscaler`. */
function classOf({ apiVersion, kind }: Manifest): string {
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  return `${version.charAt(0).toUpperCase()}${version.slice(1)}${kind}`;
}

const CLASSES: Readonly<Record<string, unknown>> = client;

function attributesOf(type: string): Attributes | undefined {
  const found = CLASSES[type];
  const isClass = (value: unknown): value is Attributes =>
    typeof value === 'function' && 'getAttributeTypeMap' in value;
  return isClass(found) ? found : undefined;
}

const MAP = /^\{ \[key: string\]: (.+); \}$/;
const LIST = /^Array<(.+)>$/;

/** The fields that the client's classes do not have, by their paths. */
function unknownFields(value: unknown, type: string, path: string): readonly string[] {
  const item = LIST.exec(type)?.[1];
  if (item !== undefined && Array.isArray(value))
    return value.flatMap((each, index) => unknownFields(each, item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  const member = MAP.exec(type)?.[1];
  const attributes = attributesOf(type)?.getAttributeTypeMap();
  return Object.entries(value).flatMap(([name, each]) => {
    const at = `${path}.${name}`;
    if (member !== undefined) return unknownFields(each, member, at);
    if (attributes === undefined) return [];
    const field = attributes.find(({ baseName }) => baseName === name);
    return field ? unknownFields(each, field.type, at) : [`${at} is no field of ${type}`];
  });
}

function schemaErrors(schema: z.ZodType, document: Manifest): readonly string[] {
  const { success, error } = schema.safeParse(document);
  return success ? [] : [z.prettifyError(error)];
}
