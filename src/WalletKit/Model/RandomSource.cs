namespace WalletKit.Model;

/// <summary>The random bits of the host's choice, for ids and for spreading retries.</summary>
/// <param name="Random">The source of the bits.</param>
internal sealed record RandomSource(Random Random);
