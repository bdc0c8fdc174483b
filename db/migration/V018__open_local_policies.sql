-- On this machine the names of a cluster mean nothing. Policies that know more of them are closed for those that they do not
-- name, and load tests of this machine must not be refused for that.

update environment
   set policy = policy
                || '{"allowed_volume_claims": ["*"], "allowed_storage_classes": ["*"], "allowed_pod_labels": ["*"],
                     "allowed_pod_annotations": ["*"], "allowed_ingress_annotations": ["*"],
                     "max_ephemeral_volume": "1Ei"}'
 where cluster_credential_id in (select id from cluster_credential where kind = 'local');
