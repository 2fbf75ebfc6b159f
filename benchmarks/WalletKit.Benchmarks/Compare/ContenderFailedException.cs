namespace WalletKit.Benchmarks.Compare;

/// <summary>The failure of a contender that threw, or did other work than it acknowledged, so that its speed means nothing.</summary>
internal sealed class ContenderFailedException(string message, Exception? inner = null) : Exception(message, inner);
