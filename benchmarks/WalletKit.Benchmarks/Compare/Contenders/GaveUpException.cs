namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>The failure of an operation that changed nothing, because other operations interfered in each of its attempts.</summary>
internal sealed class GaveUpException(string message, Exception inner) : Exception(message, inner);
