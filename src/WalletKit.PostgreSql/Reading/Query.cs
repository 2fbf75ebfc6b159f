using Npgsql;

namespace WalletKit.PostgreSql.Reading;

/// <summary>A statement with its parameters, and what is done with each of its rows; nothing where it has none.</summary>
internal readonly record struct Query(string Sql, NpgsqlParameter[] Parameters, Action<NpgsqlDataReader>? Visit);
