package io.loadplane.postgres;

import io.loadplane.model.SealedStore;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sealed columns of whatever table. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SecretRows extends GenericRepository<RunRow, String> {

    String ALL = """
            from (select id as owner, secret as value from cluster_credential where secret is not null
                  union all
                  select id, sealed_agent_token from run where sealed_agent_token is not null
                  union all
                  select id, secret from webhook where secret is not null
                  union all
                  select '""" + SealedStore.PROBE + "', sealed from keyset_probe) secrets";

    String PREFIX = "encode(substring(value from 1 for 5), 'hex')";

    @Query("select " + PREFIX + " as prefix, count(*) as secrets " + ALL + " group by 1")
    List<CountRow> countByPrefix();

    @Query("select owner, value " + ALL + " order by owner <> '" + SealedStore.PROBE + "' limit 1")
    Optional<SecretRow> findSample();

    @Query("select owner, value " + ALL + " where " + PREFIX + " in (:prefixes) limit :limit")
    List<SecretRow> listUnder(List<String> prefixes, int limit);

    /** Where runs are already, processes may still drive them that can read plain tokens only. */
    @Query("""
            insert into keyset_probe (sealed, plain_until)
            select :sealed, cast(:now as timestamptz)
                            + case when exists (select from run) then interval '1 hour' else interval '0' end
            on conflict do nothing
            """)
    void insertProbe(byte[] sealed, Instant now);

    @Query("select agent_token as plain, sealed_agent_token as sealed from run where id = :id")
    Optional<TokenRow> findToken(String id);

    @Query("select plain_until from keyset_probe")
    Instant readPlainUntil();

    @Query("update cluster_credential set secret = :after where id = :id and secret = :before")
    int replaceCredential(String id, byte[] before, byte[] after);

    @Query("update run set sealed_agent_token = :after where id = :id and sealed_agent_token = :before")
    int replaceToken(String id, byte[] before, byte[] after);

    @Query("update webhook set secret = :after where id = :id and secret = :before")
    int replaceWebhook(String id, byte[] before, byte[] after);

    @Query("update keyset_probe set sealed = :after where sealed = :before")
    int replaceProbe(byte[] before, byte[] after);

    @Query("""
            select id as owner, convert_to(agent_token, 'UTF8') as value from run
            where agent_token <> '' and cleanup = 'pending' and (select plain_until from keyset_probe) <= :now
            limit :limit
            """)
    List<SecretRow> listPlain(Instant now, int limit);

    @Query("""
            update run set sealed_agent_token = :sealed, agent_token = '', outputs = outputs - 'ui_password'
            where id = :id and agent_token = :plain
            """)
    int seal(String id, String plain, byte[] sealed);

    @Query("""
            update run set agent_token = '', sealed_agent_token = null, outputs = outputs - 'ui_password'
            where id in (select id from run
                         where (agent_token <> '' or sealed_agent_token is not null) and cleanup = 'done'
                         limit :limit)
            """)
    int forgetTokens(int limit);

    /**
     * Of a run.
     *
     * @param plain empty when it is sealed or forgotten
     */
    @Introspected
    @SuppressWarnings("ArrayRecordComponent")
    record TokenRow(
            String plain,
            @io.micronaut.core.annotation.Nullable byte[] sealed) {}

    /** How many secrets are under a key. */
    @Introspected
    record CountRow(String prefix, long secrets) {}

    /** A secret of something. */
    @Introspected
    @SuppressWarnings("ArrayRecordComponent")
    record SecretRow(String owner, byte[] value) {}
}
