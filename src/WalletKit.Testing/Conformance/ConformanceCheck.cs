using System.Reflection;
using System.Runtime.ExceptionServices;

namespace WalletKit.Testing.Conformance;

/// <summary>One promise that a store makes, and the way to hold it to it.</summary>
public sealed class ConformanceCheck
{
    private readonly Type _part;
    private readonly MethodInfo _method;
    private readonly object?[] _arguments;

    internal ConformanceCheck(Type part, MethodInfo method, object?[] arguments)
    {
        (_part, _method, _arguments) = (part, method, arguments);
        Part = Wording.OfPart(part);
        Promise = Wording.OfPromise(method, arguments);
        NeedsDurability = part.IsDefined(typeof(NeedsDurabilityAttribute)) || method.IsDefined(typeof(NeedsDurabilityAttribute));
    }

    /// <summary>Gets the part of the suite that it belongs to, in words: <c>Hold expiry</c>.</summary>
    public string Part { get; }

    /// <summary>What is promised, as a sentence, and in which case where there are several; no other check of the part has the same.</summary>
    public string Promise { get; }

    /// <summary>Gets whether only stores make the promise whose content outlives them.</summary>
    public bool NeedsDurability { get; }

    /// <summary>Whether a store of this kind makes the promise.</summary>
    public bool AppliesTo(WalletStoreSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.IsDurable || !NeedsDurability;
    }

    /// <summary>Checks the promise on a new store; returns where it is kept.</summary>
    /// <param name="create">Makes a subject, which is empty; it is disposed of at the end, kept promise or not. Called again by a check that needs several.</param>
    /// <param name="log">Where the check says what would be needed to see the same run again; null for nowhere.</param>
    /// <param name="cancellationToken">Gives up the check.</param>
    /// <exception cref="ArgumentException">The promise is not made by the subject: see <see cref="AppliesTo"/>.</exception>
    /// <exception cref="Exception">The promise is broken; the message says how. Mostly it is an assertion of xunit's, which any test framework shows.</exception>
    public Task RunAsync(Func<WalletStoreSubject> create, Action<string>? log = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);

        // On the pool, where no context waits to be resumed on: the checks need not ask each await to leave it. Begun in any case, so that a subject
        // which the caller has made already is disposed of.
        return Task.Run(() => RunOnPoolAsync(create, log ?? (_ => { }), cancellationToken), CancellationToken.None);
    }

    /// <summary>Returns the part and the promise.</summary>
    public override string ToString() => $"{Part}: {Promise}";

    private async Task RunOnPoolAsync(Func<WalletStoreSubject> create, Action<string> log, CancellationToken cancellationToken)
    {
        var subject = create();
        var failures = new List<Exception>();
        await TryAsync(() => RunAsync(subject, create, log, failures, cancellationToken), failures).ConfigureAwait(false);
        await TryAsync(() => subject.DisposeAsync().AsTask(), failures).ConfigureAwait(false);

        // What follows from the first failure must not hide it.
        foreach (var later in failures.Skip(1))
        {
            log($"And then: {later}");
        }

        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }
    }

    private async Task RunAsync(
        WalletStoreSubject subject, Func<WalletStoreSubject> create, Action<string> log, List<Exception> failures, CancellationToken cancellationToken)
    {
        if (!AppliesTo(subject))
        {
            throw new ArgumentException($"Only stores whose content outlives them promise: {Promise}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var checks = (StoreChecks)Activator.CreateInstance(_part)!;
        checks.Begin(subject, create, log, cancellationToken);
        await TryAsync(() => (Task)_method.Invoke(checks, BindingFlags.DoNotWrapExceptions, null, _arguments, null)!, failures).ConfigureAwait(false);
        await checks.EndAsync().ConfigureAwait(false);
    }

    private static async Task TryAsync(Func<Task> step, List<Exception> failures)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a store throws is a failure of the check, and is told at its end.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            failures.Add(failure);
        }
    }
}
