using System.Buffers.Binary;
using System.Net.Sockets;

namespace WalletKit.PostgreSql.Tests.Commits;

/// <summary>Reads one side of a connection, message by message.</summary>
internal sealed class MessageReader(Socket socket)
{
    private const int LengthLength = 4;

    /// <summary>Reads the first message of a client, which has no kind.</summary>
    public Task<Message> ReadStartAsync() => ReadAsync(kindLength: 0);

    public Task<Message> ReadAsync() => ReadAsync(kindLength: 1);

    private async Task<Message> ReadAsync(int kindLength)
    {
        var head = new byte[kindLength + LengthLength];
        await ReceiveAsync(head);

        // The length counts itself, but not the kind.
        var bytes = new byte[kindLength + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(kindLength))];
        head.CopyTo(bytes, 0);
        await ReceiveAsync(bytes.AsMemory(head.Length));
        return new Message(kindLength == 0 ? '\0' : (char)head[0], bytes);
    }

    private async Task ReceiveAsync(Memory<byte> memory)
    {
        while (memory.Length > 0)
        {
            var received = await socket.ReceiveAsync(memory);
            memory = received > 0 ? memory[received..] : throw new EndOfStreamException();
        }
    }
}
