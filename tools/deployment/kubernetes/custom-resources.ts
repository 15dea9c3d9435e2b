import { z } from 'zod';

/**
 * The resources of operators, as far as deploy/k8s uses them: a field that is not here is refused, so that a
 * misspelled one is. They are written from the documentation of each, since there is no package with them;
 * the Gateway API and PodMonitor have models (schema.ts), which let unknown fields pass.
 */
const text = z.string().min(1);
const names = z.record(z.string(), text);
const metadata = z.strictObject({ name: text, labels: names.optional(), annotations: names.optional() });
const quantity = z.string().regex(/^\d+(\.\d+)?([KMGT]i|m)?$/);
const reference = z.strictObject({ name: text });
const keyReference = z.strictObject({ name: text, key: text });
const resources = z.strictObject({
  requests: z.strictObject({ cpu: quantity, memory: quantity }),
  limits: z.strictObject({ memory: quantity }),
});

function resource(apiVersion: string, kind: string, spec: z.ZodType) {
  return [
    `${apiVersion} ${kind}`,
    z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(kind), metadata, spec }),
  ] as const;
}

/** https://cloudnative-pg.io/docs/current/cloudnative-pg.v1 */
const CNPG = 'postgresql.cnpg.io/v1';
const plugin = z.literal('barman-cloud.cloudnative-pg.io');
const locale = { encoding: text, localeCollate: text, localeCType: text };

const postgresCluster = z.strictObject({
  instances: z.int().min(1),
  imageName: text,
  primaryUpdateStrategy: z.enum(['unsupervised', 'supervised']),
  bootstrap: z.strictObject({ initdb: z.strictObject({ database: text, owner: text, ...locale }) }),
  postgresql: z.strictObject({
    parameters: names,
    synchronous: z.strictObject({
      method: z.enum(['any', 'first']),
      number: z.int().min(1),
      dataDurability: z.enum(['required', 'preferred']),
    }),
    pg_hba: z.array(text),
  }),
  managed: z.strictObject({
    roles: z.array(
      z.strictObject({
        name: text,
        ensure: z.enum(['present', 'absent']),
        login: z.boolean(),
        passwordSecret: reference,
      }),
    ),
  }),
  storage: z.strictObject({ size: quantity }),
  walStorage: z.strictObject({ size: quantity }),
  resources,
  affinity: z.strictObject({
    enablePodAntiAffinity: z.boolean(),
    podAntiAffinityType: z.enum(['required', 'preferred']),
    topologyKey: text,
  }),
  plugins: z.array(
    z.strictObject({
      name: plugin,
      isWALArchiver: z.boolean(),
      parameters: z.strictObject({ barmanObjectName: text }),
    }),
  ),
});

const postgresDatabase = z.strictObject({
  cluster: reference,
  name: text,
  owner: text,
  template: text,
  ...locale,
  databaseReclaimPolicy: z.enum(['retain', 'delete']),
});

const scheduledBackup = z.strictObject({
  cluster: reference,
  // Six fields: seconds come first.
  schedule: z.string().regex(/^(\S+ ){5}\S+$/),
  immediate: z.boolean(),
  backupOwnerReference: z.enum(['none', 'self', 'cluster']),
  method: z.literal('plugin'),
  pluginConfiguration: z.strictObject({ name: plugin }),
});

/** https://cloudnative-pg.io/plugin-barman-cloud/docs/plugin-barman-cloud.v1 */
const compression = z.strictObject({ compression: z.enum(['gzip', 'bzip2', 'snappy']) });
const objectStore = z.strictObject({
  retentionPolicy: z.string().regex(/^[1-9]\d*[dwm]$/),
  configuration: z.strictObject({
    destinationPath: z.string().startsWith('s3://'),
    endpointURL: z.url().optional(),
    s3Credentials: z.strictObject({ accessKeyId: keyReference, secretAccessKey: keyReference }),
    wal: compression,
    data: compression,
  }),
});

/** https://www.mongodb.com/docs/kubernetes/current/reference/k8s-operator-community-specification/ */
const restricted = z.strictObject({
  allowPrivilegeEscalation: z.literal(false),
  readOnlyRootFilesystem: z.literal(true),
  capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
});
const mongodb = z.strictObject({
  members: z.int().min(1),
  type: z.literal('ReplicaSet'),
  version: text,
  security: z.strictObject({ authentication: z.strictObject({ modes: z.array(z.literal('SCRAM')) }) }),
  users: z.array(
    z.strictObject({
      name: text,
      db: text,
      passwordSecretRef: keyReference,
      roles: z.array(z.strictObject({ name: text, db: text })),
      scramCredentialsSecretName: z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/),
    }),
  ),
  additionalMongodConfig: z.strictObject({ 'storage.wiredTiger.engineConfig.cacheSizeGB': z.number() }),
  statefulSet: z.strictObject({
    spec: z.strictObject({
      template: z.strictObject({
        spec: z.strictObject({
          securityContext: z.strictObject({
            runAsNonRoot: z.literal(true),
            runAsUser: z.int().min(1),
            fsGroup: z.int().min(1),
            seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
          }),
          affinity: z.strictObject({
            podAntiAffinity: z.strictObject({
              requiredDuringSchedulingIgnoredDuringExecution: z.array(
                z.strictObject({ topologyKey: text, labelSelector: z.strictObject({ matchLabels: names }) }),
              ),
            }),
          }),
          // The names are those of the operator's own containers, which these are merged into.
          initContainers: z.tuple([
            z.strictObject({ name: z.literal('mongod-posthook'), securityContext: restricted }),
            z.strictObject({ name: z.literal('mongodb-agent-readinessprobe'), securityContext: restricted }),
          ]),
          containers: z.tuple([
            z.strictObject({ name: z.literal('mongod'), resources, securityContext: restricted }),
            z.strictObject({ name: z.literal('mongodb-agent'), resources, securityContext: restricted }),
          ]),
        }),
      }),
      volumeClaimTemplates: z.array(
        z.strictObject({
          metadata: z.strictObject({ name: z.enum(['data-volume', 'logs-volume']) }),
          spec: z.strictObject({
            accessModes: z.tuple([z.literal('ReadWriteOnce')]),
            resources: z.strictObject({ requests: z.strictObject({ storage: quantity }) }),
          }),
        }),
      ),
    }),
  }),
});

/** https://linkerd.io/2/reference/authorization-policy/ */
const LINKERD = 'policy.linkerd.io';
const target = (...kinds: readonly [string, ...string[]]) =>
  z.strictObject({ group: z.literal(LINKERD), kind: z.enum(kinds), name: text });
const podSelector = z.strictObject({
  matchLabels: names.optional(),
  matchExpressions: z
    .array(z.strictObject({ key: text, operator: z.enum(['In', 'NotIn']), values: z.array(text) }))
    .optional(),
});

/** https://gateway-api.sigs.k8s.io/reference/spec/ */
const GATEWAY = 'gateway.networking.k8s.io/v1';
const hostnames = z.array(text).min(1);
const duration = z.string().regex(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
const gateway = z.strictObject({
  gatewayClassName: text,
  listeners: z.array(
    z.strictObject({
      name: text,
      protocol: z.enum(['HTTP', 'HTTPS']),
      port: z.int(),
      hostname: text,
      allowedRoutes: z.strictObject({ namespaces: z.strictObject({ from: z.literal('Same') }) }),
      tls: z
        .strictObject({
          mode: z.literal('Terminate'),
          certificateRefs: z.array(z.strictObject({ kind: z.literal('Secret'), name: text })).min(1),
        })
        .optional(),
    }),
  ),
});
const httpRoute = z.strictObject({
  parentRefs: z.array(z.strictObject({ name: text, sectionName: text })).min(1),
  hostnames,
  rules: z.array(
    z.strictObject({
      matches: z
        .array(
          z.strictObject({
            path: z.strictObject({ type: z.literal('Exact'), value: z.string().startsWith('/') }),
            method: z.literal('POST').optional(),
          }),
        )
        .optional(),
      backendRefs: z.array(z.strictObject({ name: text, port: z.int() })).optional(),
      timeouts: z.strictObject({ request: duration, backendRequest: duration.optional() }).optional(),
      filters: z
        .array(
          z.strictObject({
            type: z.literal('RequestRedirect'),
            requestRedirect: z.strictObject({ scheme: z.literal('https'), statusCode: z.literal(301) }),
          }),
        )
        .optional(),
    }),
  ),
});

/** https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor */
const podMonitor = z.strictObject({
  selector: z.strictObject({ matchLabels: names }),
  podMetricsEndpoints: z.array(
    z.strictObject({
      port: text,
      path: text,
      interval: duration,
      scrapeTimeout: duration,
      relabelings: z.array(
        z.strictObject({
          sourceLabels: z.array(text).optional(),
          targetLabel: text,
          replacement: text.optional(),
        }),
      ),
    }),
  ),
});
const prometheusRule = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: text,
      interval: duration.optional(),
      rules: z.array(
        z.strictObject({
          record: text.optional(),
          alert: text.optional(),
          expr: z.union([text, z.number()]),
          for: duration.optional(),
          labels: names.optional(),
          annotations: names.optional(),
        }),
      ),
    }),
  ),
});

/** By apiVersion and kind. */
export const CUSTOM_RESOURCES: Readonly<Record<string, z.ZodType>> = Object.fromEntries([
  resource(CNPG, 'Cluster', postgresCluster),
  resource(CNPG, 'Database', postgresDatabase),
  resource(CNPG, 'ScheduledBackup', scheduledBackup),
  resource('barmancloud.cnpg.io/v1', 'ObjectStore', objectStore),
  resource('mongodbcommunity.mongodb.com/v1', 'MongoDBCommunity', mongodb),
  resource(
    `${LINKERD}/v1beta3`,
    'Server',
    z.strictObject({ podSelector, port: text, proxyProtocol: z.literal('HTTP/1') }),
  ),
  resource(
    `${LINKERD}/v1alpha1`,
    'AuthorizationPolicy',
    z.strictObject({
      targetRef: target('Server'),
      requiredAuthenticationRefs: z.array(target('MeshTLSAuthentication', 'NetworkAuthentication')),
    }),
  ),
  resource(
    `${LINKERD}/v1alpha1`,
    'MeshTLSAuthentication',
    z.strictObject({
      identityRefs: z.array(z.strictObject({ kind: z.literal('ServiceAccount'), name: text })).min(1),
    }),
  ),
  resource(
    `${LINKERD}/v1alpha1`,
    'NetworkAuthentication',
    z.strictObject({ networks: z.array(z.strictObject({ cidr: z.union([z.cidrv4(), z.cidrv6()]) })).min(1) }),
  ),
  resource(GATEWAY, 'Gateway', gateway),
  resource(GATEWAY, 'HTTPRoute', httpRoute),
  resource('monitoring.coreos.com/v1', 'PodMonitor', podMonitor),
  resource('monitoring.coreos.com/v1', 'PrometheusRule', prometheusRule),
]);
