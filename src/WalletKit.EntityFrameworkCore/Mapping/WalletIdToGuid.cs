using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WalletKit.EntityFrameworkCore.Mapping;

/// <summary>The form of a wallet's id on PostgreSQL.</summary>
internal sealed class WalletIdToGuid() : ValueConverter<WalletId, Guid>(static id => id.Value, static value => new WalletId(value));
