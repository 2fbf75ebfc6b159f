namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>An operation changed nothing, because others were in its way for as many attempts as it makes.</summary>
internal sealed class GaveUpException(string message, Exception inner) : Exception(message, inner);
