import type { AgentStatusBody, ErrorBody, ProgressBody } from '#contracts';

export function progressBody(progress: number, message = `Fitted ${progress} of 100 models`): ProgressBody {
  return { type: 'progress', agent_name: 'demand', progress, message };
}

export function statusBody(status: AgentStatusBody['status'] = 'running', attempt = 1): AgentStatusBody {
  return { type: 'agent_status', agent_name: 'demand', status, attempt };
}

export function terminalBody(): ErrorBody {
  return {
    type: 'error',
    error: {
      error_type: 'WORKFLOW_CANCELLED',
      message: 'The workflow was cancelled.',
      details: {},
      suggestions: [],
      request_id: 'request-1',
      timestamp: '2026-11-24T09:00:00.000Z',
    },
    terminal: true,
  };
}
